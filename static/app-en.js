export * from './app-en-2273ff59.js?again';
