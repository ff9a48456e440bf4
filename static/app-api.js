export * from './app-api-380c7b6e.js?again';
