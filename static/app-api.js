export * from './app-api-aba2cf0b.js?again';
