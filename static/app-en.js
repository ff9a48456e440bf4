export * from './app-en-b0c520f5.js?again';
