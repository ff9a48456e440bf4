export * from './app-api-ea15cd9e.js?again';
