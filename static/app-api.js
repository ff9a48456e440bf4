export * from './app-api-e0d90127.js?again';
