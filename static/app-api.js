export * from './app-api-d0115b1a.js?again';
