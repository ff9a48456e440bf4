export * from './app-en-c3fc0ca2.js?again';
