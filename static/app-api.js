export * from './app-api-caed1816.js?again';
