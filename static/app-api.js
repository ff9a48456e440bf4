export * from './app-api-2f4c982b.js?again';
