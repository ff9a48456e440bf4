export * from './app-en-aba2cf0b.js?again';
