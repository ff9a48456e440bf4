export * from './app-api-f7882f9a.js?again';
