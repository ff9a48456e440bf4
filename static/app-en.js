export * from './app-en-25d71d30.js?again';
