export * from './app-api-3c36ea8c.js?again';
