export * from './app-en-064a19d5.js?again';
