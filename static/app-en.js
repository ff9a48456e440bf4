export * from './app-en-95561a90.js?again';
