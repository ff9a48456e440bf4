export * from './app-en-6920a02f.js?again';
