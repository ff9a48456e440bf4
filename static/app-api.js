export * from './app-api-9de926c3.js?again';
