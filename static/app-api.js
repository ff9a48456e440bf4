export * from './app-api-16c18a5f.js?again';
