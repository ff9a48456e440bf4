export * from './app-vi-d0115b1a.js?again';
