export * from './app-en-adae9f91.js?again';
