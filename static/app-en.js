export * from './app-en-d6109a9e.js?again';
