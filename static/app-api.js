export * from './app-api-2e83a3b4.js?again';
