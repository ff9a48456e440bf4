export * from './app-en-380c7b6e.js?again';
