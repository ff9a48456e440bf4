export * from './app-en-f6d45b4f.js?again';
