export * from './app-api-ac04bb9e.js?again';
