export * from './app-vi-50378719.js?again';
