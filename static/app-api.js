export * from './app-api-1bf14345.js?again';
