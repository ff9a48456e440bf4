export * from './app-en-5b50ee0d.js?again';
