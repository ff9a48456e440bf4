export * from './app-api-19b0c57b.js?again';
