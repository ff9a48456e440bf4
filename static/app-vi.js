export * from './app-vi-380c7b6e.js?again';
