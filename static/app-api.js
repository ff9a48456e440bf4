export * from './app-api-93724563.js?again';
