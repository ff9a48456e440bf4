export * from './app-api-4bf7a8e8.js?again';
