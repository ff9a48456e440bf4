export * from './app-en-d0115b1a.js?again';
