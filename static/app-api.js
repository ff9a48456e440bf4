export * from './app-api-2f616d64.js?again';
