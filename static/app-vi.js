export * from './app-vi-19b0c57b.js?again';
