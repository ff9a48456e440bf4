export * from './app-en-4f342c12.js?again';
