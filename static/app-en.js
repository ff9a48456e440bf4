export * from './app-en-4bf7a8e8.js?again';
