export * from './app-en-4941bd05.js?again';
