export * from './app-api-2c5892f8.js?again';
