export * from './app-api-5f79e0a3.js?again';
