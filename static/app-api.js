export * from './app-api-95561a90.js?again';
