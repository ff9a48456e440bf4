export * from './app-api-d5e2da66.js?again';
