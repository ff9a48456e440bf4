export * from './app-api-b1b21d5b.js?again';
