export * from './app-en-19b0c57b.js?again';
