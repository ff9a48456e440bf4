export * from './app-api-1d871d3c.js?again';
