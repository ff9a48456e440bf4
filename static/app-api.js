export * from './app-api-b0c520f5.js?again';
