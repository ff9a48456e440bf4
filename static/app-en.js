export * from './app-en-745ed3c3.js?again';
