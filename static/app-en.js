export * from './app-en-ac04bb9e.js?again';
