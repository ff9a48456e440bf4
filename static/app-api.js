export * from './app-api-2b0d6259.js?again';
