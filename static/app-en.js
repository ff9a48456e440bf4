export * from './app-en-110edc37.js?again';
