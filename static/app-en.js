export * from './app-en-c5e6fbaa.js?again';
